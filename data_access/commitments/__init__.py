"""What became of each commitment: the evidence, the three statuses, the stocktake and the questions."""
