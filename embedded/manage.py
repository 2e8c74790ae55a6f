"""`bin/manage`: Django's commands on the demo's data, beside a running demo or on servers started for the moment."""

import sys
from contextlib import ExitStack

from embedded.places import ROOT, Place, data_dir
from embedded.preparing import forget
from embedded.running import environment, run
from embedded.servers import AlreadyRunning, Stopped, embedded, raise_on_signals, variables


def main() -> int:
    raise_on_signals()
    place = Place(data_dir())
    forget(place)
    try:
        with ExitStack() as stack:
            try:
                env = stack.enter_context(environment(place))
            except AlreadyRunning:
                env = variables(place, embedded(place))
            return run([sys.executable, ROOT / "manage.py", *sys.argv[1:]], env)
    except Stopped:
        return 130


if __name__ == "__main__":
    sys.exit(main())
