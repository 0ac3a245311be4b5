import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** A set of sequence numbers that is mostly without gaps. Safe for use by several threads. */
final class Sequences {
    private final BitSet numbers = new BitSet();

    /** Returns whether the number is new. */
    synchronized boolean add(int number) {
        boolean isNew = !numbers.get(number);
        numbers.set(number);
        return isNew;
    }

    /** As ranges, both ends included: 0, 1, 2, 5 is [[0, 2], [5, 5]]. */
    synchronized List<int[]> ranges() {
        List<int[]> ranges = new ArrayList<>();
        for (int from = numbers.nextSetBit(0); from >= 0; ) {
            int end = numbers.nextClearBit(from);
            ranges.add(new int[] {from, end - 1});
            from = numbers.nextSetBit(end);
        }
        return ranges;
    }
}
