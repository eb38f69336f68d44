"""The figures as files that explain themselves: spreadsheets, descriptors, and a whole edition in one ZIP."""
