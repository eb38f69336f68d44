"""From an officer's sheet to rows that may be public: checked, protected, previewed, then written."""
