"""What happened here, told to other systems at an address of theirs, as Standard Webhooks say it."""
