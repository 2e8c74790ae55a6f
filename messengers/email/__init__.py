"""Mail by Django's own mailers: whatever server EMAIL_URL names."""
