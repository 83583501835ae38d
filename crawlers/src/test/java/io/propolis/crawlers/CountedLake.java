package io.propolis.crawlers;

import io.propolis.files.Lake;
import io.propolis.files.RangedFile;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes that are read of the files of a lake. */
final class CountedLake {
  private CountedLake() {}

  static Lake of(Lake lake, AtomicLong bytes) {
    return (Lake)
        Proxy.newProxyInstance(
            Lake.class.getClassLoader(),
            new Class<?>[] {Lake.class},
            (proxy, method, arguments) -> {
              try {
                var result = method.invoke(lake, arguments);
                return result instanceof RangedFile file ? new Counted(file, bytes) : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private record Counted(RangedFile file, AtomicLong bytes) implements RangedFile {
    @Override
    public String location() {
      return file.location();
    }

    @Override
    public long length() {
      return file.length();
    }

    @Override
    public void read(long position, byte[] into, int offset, int length) throws IOException {
      file.read(position, into, offset, length);
      bytes.addAndGet(length);
    }

    @Override
    public InputStream stream(long position) throws IOException {
      return new FilterInputStream(file.stream(position)) {
        @Override
        public int read() throws IOException {
          int one = super.read();
          bytes.addAndGet(one < 0 ? 0 : 1);
          return one;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
          int count = super.read(into, offset, length);
          bytes.addAndGet(Math.max(0, count));
          return count;
        }
      };
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
