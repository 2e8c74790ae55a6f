import argparse

from embedded.providers.process import Providers
from embedded.servers import Stopped, raise_on_signals


def main() -> None:
    words = "Runs local providers of pushes and SMS, with a ledger and faults."
    parser = argparse.ArgumentParser(prog="python -m embedded.providers", description=words)
    parser.add_argument(
        "--port", type=int, default=8090, help="the port of the door (8090); the providers find their own"
    )
    providers = Providers(parser.parse_args().port)
    raise_on_signals()
    providers.start()
    print(f"ready {providers.url}", flush=True)
    try:
        providers.stopping.wait()
    except Stopped:
        providers.stop()


if __name__ == "__main__":
    main()
