"""The AWS command line of a machine. To load it takes Python most of the time of a call: one process does, and each call is done by a fork of it.

`aws serve` is that process. Any other call hands its arguments, environment, directory and files to it, and ends as the call does.
"""
import fcntl
import json
import os
import select
import signal
import socket
import sys
import time

SOCKET = '/run/aws.sock'
SERVE = 'serve'
PATIENCE = 60


def serve():
    sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
    import awscli.clidriver
    awscli.clidriver.create_clidriver()  # loads what each call needs, and is thrown away
    server = socket.socket(socket.AF_UNIX)
    server.bind(SOCKET)
    server.listen(64)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        connection, _ = server.accept()
        if os.fork() == 0:
            server.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            do(connection, awscli.clidriver.main)
        connection.close()


def do(connection, main):
    text, files, _, _ = socket.recv_fds(connection, 65536, 3)
    while data := connection.recv(65536):
        text += data
    end_with(connection)
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    sys.argv, environment, directory = json.loads(text)
    os.chdir(directory)
    os.environ.update(environment)
    code = 1
    try:
        sys.exit(main())
    except SystemExit as end:
        code = end.code or 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        connection.sendall(bytes([code]))
        os._exit(code)


def end_with(connection):
    """Whoever is killed while a call goes on, by `timeout` for one, takes the call along."""
    fcntl.fcntl(connection, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(connection, fcntl.F_SETFL, fcntl.fcntl(connection, fcntl.F_GETFL) | os.O_ASYNC)
    gone = select.poll()
    gone.register(connection, 0)
    if gone.poll(0):
        os._exit(1)


def call():
    connection = socket.socket(socket.AF_UNIX)
    end = time.monotonic() + PATIENCE
    while connection.connect_ex(SOCKET) != 0:
        if time.monotonic() > end:
            sys.exit(f'aws: nobody answers at {SOCKET}')
        time.sleep(0.1)
    text = json.dumps([sys.argv, dict(os.environ), os.getcwd()]).encode()
    sent = socket.send_fds(connection, [text], [0, 1, 2])
    connection.sendall(text[sent:])
    connection.shutdown(socket.SHUT_WR)
    code = connection.recv(1)
    return code[0] if code else 1


if __name__ == '__main__':
    sys.exit(serve() if sys.argv[1:] == [SERVE] else call())
