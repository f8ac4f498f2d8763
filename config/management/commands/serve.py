"""`manage.py serve`: the web, its workers and the beat on this machine, until Ctrl-C."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.parts import PartLost
from config.serving import HOST, PORT, PortTaken, serve


class Command(BaseCommand):
    """Serve everything that one machine needs."""

    help = "Serve the web, its workers and the beat on this machine, until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen."""
        parser.add_argument("--host", default=HOST)
        parser.add_argument("--port", type=int, default=PORT)

    def handle(self, *, host: str, port: int, **_options: object) -> None:
        """Serve; a part that cannot be kept working is an error of the whole."""
        self.stdout.write(f"http://{host}:{port}  (Ctrl-C ends it)")
        try:
            serve(host=host, port=port)
        except (PortTaken, PartLost) as error:
            raise CommandError(str(error)) from error
