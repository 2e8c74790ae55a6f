"""What colleagues are told about tickets: in the bell, by push, by mail; once per person and event."""
