"""`bin/bench`: the performance contract on servers of its own, whose large data set is kept between runs."""

import sys

from embedded.places import Place, data_dir
from embedded.running import environment, run, say
from embedded.servers import Stopped, raise_on_signals

# The data set is built once with millions of rows; everything about durability stays as in production.
SETTINGS = {"shared_buffers": "1GB", "effective_cache_size": "4GB", "maintenance_work_mem": "512MB"}


def main() -> int:
    raise_on_signals()
    try:
        with environment(Place(data_dir() / "bench"), SETTINGS) as env:
            return run([sys.executable, "-m", "bench", *sys.argv[1:]], env)
    except Stopped:
        say("stopped")
        return 130


if __name__ == "__main__":
    sys.exit(main())
