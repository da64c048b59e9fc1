"""The same incidents and the same sums, whatever shape they are asked for in."""
