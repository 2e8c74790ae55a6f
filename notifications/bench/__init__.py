"""The test bench: cascades for nobody, carried by local providers with chosen faults and judged by their ledger."""
