package io.propolis.iceberg;

import io.propolis.files.Lake;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;

/** The lake as Iceberg reads and writes it. Not serialized: Iceberg's interface allows it. */
final class LakeFileIO implements FileIO {
  private static final long serialVersionUID = 1L;

  private final transient Lake lake;

  LakeFileIO(Lake lake) {
    this.lake = lake;
  }

  @Override
  public InputFile newInputFile(String location) {
    return new In(lake, location);
  }

  @Override
  public OutputFile newOutputFile(String location) {
    return new Out(lake, location);
  }

  @Override
  public void deleteFile(String location) {
    lake.delete(location);
  }

  private record In(Lake lake, String location) implements InputFile {
    @Override
    public long getLength() {
      try (var file = LakeStreams.open(lake, location)) {
        return file.length();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public SeekableInputStream newStream() {
      return new LakeStreams.In(LakeStreams.open(lake, location));
    }

    @Override
    public boolean exists() {
      return lake.exists(location);
    }
  }

  /** Names are made up anew for each file: none is written over. */
  private record Out(Lake lake, String location) implements OutputFile {
    @Override
    public PositionOutputStream create() {
      try {
        return new LakeStreams.Out(lake, location);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public PositionOutputStream createOrOverwrite() {
      return create();
    }

    @Override
    public InputFile toInputFile() {
      return new In(lake, location);
    }
  }
}
