"""Reading what became of notifications: the list, one's life, the figures, the export."""
