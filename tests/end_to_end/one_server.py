"""One server for all the tests of a file: setUpModule and tearDownModule are for unittest, which finds them by name."""
import pathlib
import sys

from server import Server

PROGRAMS = pathlib.Path(sys.argv[1]).resolve()
running = None


def setUpModule():
    global running
    running = Server(PROGRAMS)


def tearDownModule():
    running.close()


def server():
    return running
