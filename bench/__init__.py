"""The performance contract: what `bin/bench` measures, each figure beside a bare floor in the same run."""
