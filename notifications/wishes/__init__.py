"""What a customer wishes to be told: his page, the link to it, and what STOP and one click do."""
