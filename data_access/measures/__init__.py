"""What the published figures can and cannot carry: intervals, comparisons, trends, and the words for them."""
