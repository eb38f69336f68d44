"""The pages on paper under /read: the same figures as HTML that needs no script."""
