package io.propolis.catalog.index;

import java.util.Arrays;

/**
 * Up to {@link #MOST_ROWS} rows that follow one another in the order of names. Never changed.
 *
 * @param codes of the values, by key and row
 * @param data the rows, one behind the other
 * @param ends where each row's data ends
 */
record Block(int[][] codes, byte[] data, int[] ends) {
  /** Bits of a row's number within its block. */
  static final int ROW_BITS = 9;

  static final int MOST_ROWS = 1 << ROW_BITS;

  int size() {
    return ends.length;
  }

  int begin(int row) {
    return row == 0 ? 0 : ends[row - 1];
  }

  long memory() {
    long headers = 120L + 24L * codes.length;
    return headers + data.length + 4L * ends.length * (codes.length + 1);
  }

  /** Collects the rows of a block. */
  static final class Rows {
    private final int[][] codes;
    private final int[] ends = new int[MOST_ROWS];
    private final Bytes data = new Bytes(MOST_ROWS * 16);
    private int size;

    Rows(int keys) {
      this.codes = new int[keys][MOST_ROWS];
    }

    int size() {
      return size;
    }

    int[][] codes() {
      return codes;
    }

    Bytes data() {
      return data;
    }

    /** Adds a row whose data has been put. */
    void end(int[][] from, int row) {
      for (int key = 0; key < codes.length; key++) {
        codes[key][size] = from[key][row];
      }
      ends[size++] = data.length();
    }

    /** Adds a row of another block. */
    void copy(Block block, int row) {
      data.put(block.data(), block.begin(row), block.ends()[row]);
      end(block.codes(), row);
    }

    /** The collected rows as a block; then collects anew. */
    Block take() {
      var all = new int[codes.length][];
      for (int key = 0; key < codes.length; key++) {
        all[key] = Arrays.copyOf(codes[key], size);
      }
      var block = new Block(all, data.toArray(), Arrays.copyOf(ends, size));
      size = 0;
      data.clear();
      return block;
    }
  }
}
