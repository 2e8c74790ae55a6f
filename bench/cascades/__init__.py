"""Cascades from push to SMS, driven by real workers against the local providers, and judged by their ledgers."""
