"""SMS by Twilio: transport, webhooks, and what a text costs."""
