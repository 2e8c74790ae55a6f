"""Due work of tickets: uploads that no message came for are thrown away after a day."""
