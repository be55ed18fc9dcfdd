package dev.madang.protocol;

/** Numbers as JavaScript prints them (ECMA-262, Number::toString): what {@code JSON.stringify} writes. */
final class NumberText {
    /*
     * Java prints two digits at least. They are not those of one digit and a zero only where doubles lie so far apart
     * that a single digit tells them from each other.
     */

    private static final double COARSE = 1e-322;
    private static final double EXACT = 1e15;
    private static final int PLAIN_DIGITS = 21;
    private static final int LEADING_ZEROS = 6;

    private NumberText() {}

    /** As JavaScript makes text of a number, those included that are none. */
    static String javaScript(double value) {
        return Double.isFinite(value) ? of(value) : Double.toString(value);
    }

    /** The shortest digits that mean {@code value}, which is finite. */
    static String of(double value) {
        if (Math.abs(value) < EXACT && value == Math.rint(value)) {
            return Long.toString((long) value);
        }
        String java = Double.toString(Math.abs(value));
        int mark = java.indexOf('E');
        String mantissa = mark < 0 ? java : java.substring(0, mark);
        int point = mantissa.indexOf('.');
        String all = mantissa.substring(0, point) + mantissa.substring(point + 1);
        int first = 0;
        while (all.charAt(first) == '0') {
            first++;
        }
        int last = all.length();
        while (all.charAt(last - 1) == '0') {
            last--;
        }
        int exponent = point - first + (mark < 0 ? 0 : Integer.parseInt(java, mark + 1, java.length(), 10));
        String sign = value < 0 ? "-" : "";
        if (Math.abs(value) <= COARSE && last - first == 2) {
            int digit = (Integer.parseInt(all, first, last, 10) + 5) / 10;
            String shorter = digit == 10 ? "1e" + exponent : digit + "e" + (exponent - 1);
            if (Double.parseDouble(shorter) == Math.abs(value)) {
                return sign + shorter;
            }
        }
        return sign + layout(all.substring(first, last), exponent);
    }

    /** {@code 0.digits} times ten to the {@code exponent}. */
    private static String layout(String digits, int exponent) {
        int count = digits.length();
        if (exponent > 0 && exponent <= PLAIN_DIGITS) {
            return count <= exponent
                    ? digits + "0".repeat(exponent - count)
                    : digits.substring(0, exponent) + '.' + digits.substring(exponent);
        }
        if (exponent <= 0 && exponent > -LEADING_ZEROS) {
            return "0." + "0".repeat(-exponent) + digits;
        }
        String fraction = count == 1 ? "" : '.' + digits.substring(1);
        return digits.charAt(0) + fraction + 'e' + (exponent > 0 ? "+" : "") + (exponent - 1);
    }
}
