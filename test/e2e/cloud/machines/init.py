#!/usr/bin/env python3
"""Process 1 of a machine: runs the user data once, as cloud-init does, and the units that it wrote, as systemd does.

It reads the real unit files. A key or value that it does not implement is an error that names it, so that no unit means something else here than
on a machine with systemd. Called as `systemctl` or `journalctl` it is the client of the process 1 of the machine.
"""
import fnmatch
import glob
import json
import os
import pwd
import re
import resource
import select
import signal
import socket
import sys
import time

UNITS = '/etc/systemd/system'
SOCKET = '/run/init.sock'
JOURNAL = '/var/log/journal.jsonl'
CONSOLE = '/var/log/console.log'
ENABLED = '/var/lib/init-enabled'
USER_DATA = '/var/lib/cloud/user-data'
AWS = '/usr/local/bin/aws'
ENVIRONMENT = {'PATH': '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'LANG': 'C.UTF-8'}

ANY = re.compile('.*')
SECONDS = re.compile(r'^\d+(s|min)?$')
# After the first time: who waits for what a timer brings starts the service, and two cores have less to do.
TIMERS_SLOWER = 5
KNOWN = {
    'Unit': {'Description': ANY, 'Wants': re.compile('^network-online.target$'), 'After': re.compile('^network-online.target$'), 'StartLimitIntervalSec': re.compile('^0$')},
    'Service': {
        'Type': re.compile('^(exec|oneshot)$'), 'ExecStart': re.compile(r'^-?/[\w/. -]+$'), 'User': ANY, 'Restart': re.compile('^(no|on-failure|always)$'), 'RestartSec': SECONDS,
        'TimeoutStopSec': SECONDS, 'KillMode': re.compile('^(mixed|control-group)$'), 'SuccessExitStatus': re.compile(r'^\d+$'), 'LimitNOFILE': re.compile(r'^\d+$'),
        'StandardOutput': re.compile(r'^journal(\+console)?$'),
    },
    'Install': {'WantedBy': re.compile('^(multi-user|timers).target$')},
    'Timer': {'OnBootSec': SECONDS, 'OnUnitInactiveSec': SECONDS},
}


class Refused(Exception):
    pass


def parse(name):
    path = os.path.join(UNITS, name)
    if not os.path.exists(path):
        raise Refused(f'Unit {name} could not be found.')
    section, values = None, {}
    for number, line in enumerate(open(path), 1):
        line = line.strip()
        if not line or line[0] in '#;':
            continue
        if line[0] == '[':
            section = line.strip('[]')
            if section not in KNOWN:
                raise Refused(f'{path}:{number}: section [{section}] is not implemented here')
            continue
        key, _, value = line.partition('=')
        if section is None or key not in KNOWN[section]:
            raise Refused(f'{path}:{number}: {key} in [{section}] is not implemented here')
        if not KNOWN[section][key].match(value):
            raise Refused(f'{path}:{number}: {key}={value} is not implemented here')
        values.setdefault(key, []).append(value)
    return values


def seconds(text):
    return int(text[:-3]) * 60 if text.endswith('min') else int(text.rstrip('s'))


class Service:
    def __init__(self, name):
        self.name, self.state, self.pid, self.at, self.kill_at, self.waiters = name, 'inactive', None, None, None, []
        self.reload()

    def reload(self):
        self.values = parse(self.name)

    def get(self, key, default=''):
        return self.values.get(key, [default])[-1]


class Init:
    def __init__(self):
        self.services, self.timers, self.readers, self.replies, self.stopping = {}, {}, {}, [], False
        self.started = time.monotonic()
        self.cursor = sum(1 for _ in open(JOURNAL)) if os.path.exists(JOURNAL) else 0
        self.journal, self.console = open(JOURNAL, 'a', 1), open(CONSOLE, 'a', 1)

    # ---- what a person at the keyboard asks for
    def service(self, name):
        name = name if '.' in name else f'{name}.service'
        if name not in self.services:
            self.services[name] = Service(name)
        return self.services[name]

    def systemctl(self, argv, reply):
        options = [arg for arg in argv if arg.startswith('-')]
        command, names = [arg for arg in argv if not arg.startswith('-')][0], [arg for arg in argv if not arg.startswith('-')][1:]
        unknown = set(options) - {'--now', '--no-block', '-q', '--quiet'}
        if unknown:
            raise Refused(f'systemctl {" ".join(unknown)} is not implemented here')
        if command == 'daemon-reload':
            for service in self.services.values():
                service.reload()
            return reply(0)
        if command == 'enable':
            with open(ENABLED, 'a') as enabled:
                enabled.writelines(name + '\n' for name in names)
            if '--now' in options:
                for name in names:
                    self.activate(name)
            return reply(0)
        if command == 'is-active':
            state = self.service(names[0]).state
            return reply(0 if state == 'active' else 3, state + '\n')
        if command == 'start':
            for name in names:
                self.activate(name)
            return reply(0)
        if command == 'stop':
            waiting = [self.service(name) for name in names if self.stop(self.service(name))]
            if not waiting:
                return reply(0)
            return waiting[-1].waiters.append(reply)
        raise Refused(f'systemctl {command} is not implemented here')

    def activate(self, name):
        if self.stopping:
            raise Refused(f'{name}: the machine is shutting down')
        if name.endswith('.timer'):
            values = parse(name)
            pause = seconds(values['OnUnitInactiveSec'][0]) * TIMERS_SLOWER
            self.timers[name.replace('.timer', '.service')] = [max(time.monotonic(), self.started + seconds(values['OnBootSec'][0])), pause]
        elif self.service(name).state in ('inactive', 'failed'):
            self.start(self.service(name))

    # ---- services
    def start(self, service, step=0):
        command = service.values['ExecStart'][step]
        service.step, service.at = step, None
        service.state = 'activating' if service.get('Type') == 'oneshot' else 'active'
        service.pid = self.spawn(command.lstrip('-').split(), service.name, service.get('User'), service.get('LimitNOFILE'), 'console' in service.get('StandardOutput'))

    def spawn(self, argv, unit, user='', limit='', to_console=True):
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                os.setsid()
                os.dup2(os.open('/dev/null', os.O_RDONLY), 0)
                os.dup2(write, 1)
                os.dup2(write, 2)
                os.closerange(3, 1024)
                signal.set_wakeup_fd(-1)
                for number in (signal.SIGTERM, signal.SIGCHLD, signal.SIGPIPE):
                    signal.signal(number, signal.SIG_DFL)
                if limit:  # no more than this system gives to anybody
                    most = min(int(limit), resource.getrlimit(resource.RLIMIT_NOFILE)[1])
                    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
                if user:
                    entry = pwd.getpwnam(user)
                    os.initgroups(user, entry.pw_gid)
                    os.setgid(entry.pw_gid)
                    os.setuid(entry.pw_uid)
                os.chdir('/')
                os.execve(argv[0], argv, ENVIRONMENT)
            except Exception as error:  # the parent sees the code, as systemd's 203/EXEC
                os.write(2, f'{argv[0]}: {error}\n'.encode())
            os._exit(203)
        os.close(write)
        os.set_blocking(read, False)
        self.readers[read] = [unit, to_console, b'']
        return pid

    def stop(self, service):
        """Whether something is left to wait for."""
        service.at = None
        if service.pid is None:
            service.state = 'inactive' if service.state != 'failed' else 'failed'
            return False
        if service.state != 'deactivating':
            service.state = 'deactivating'
            service.kill_at = time.monotonic() + seconds(service.get('TimeoutStopSec', '90'))
            self.signal(service, signal.SIGTERM, only_main=service.get('KillMode') == 'mixed')
        return True

    def signal(self, service, number, only_main=False):
        for pid in [service.pid] if only_main else members(service.pid):
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                pass

    def ended(self, service, status):
        for pid in members(service.pid):
            os.kill(pid, signal.SIGKILL)
        service.pid, was = None, service.state
        code = os.waitstatus_to_exitcode(status)
        clean = code == 0 or str(code) == service.get('SuccessExitStatus') or -code in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGPIPE)
        if was == 'deactivating':
            service.state = 'inactive' if clean else 'failed'
            for reply in service.waiters:
                reply(0)
            service.waiters = []
            return
        if service.get('Type') == 'oneshot':
            commands = service.values['ExecStart']
            if clean or commands[service.step].startswith('-'):
                if service.step + 1 < len(commands):
                    return self.start(service, service.step + 1)
                clean = True
            if service.name in self.timers:
                self.timers[service.name][0] = time.monotonic() + self.timers[service.name][1]
        self.log(service.name, f'{service.name}: ended with {code}', False)
        restart = service.get('Restart', 'no')
        if not self.stopping and (restart == 'always' or restart == 'on-failure' and not clean):
            service.state, service.at = 'activating', time.monotonic() + seconds(service.get('RestartSec', '0'))
        else:
            service.state = 'inactive' if clean else 'failed'

    def log(self, unit, message, to_console=True):
        self.cursor += 1
        self.journal.write(json.dumps({'__CURSOR': str(self.cursor), '__REALTIME_TIMESTAMP': str(time.time_ns() // 1000), '_SYSTEMD_UNIT': unit, 'MESSAGE': message}, separators=(',', ':')) + '\n')
        if to_console:
            self.console.write(f'{time.strftime("%H:%M:%S")} {message}\n')

    # ---- the loop
    def run(self):
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, lambda *_: self.shut_down())
        wake, poke = os.pipe()
        os.set_blocking(wake, False)
        os.set_blocking(poke, False)
        signal.set_wakeup_fd(poke)
        server = socket.socket(socket.AF_UNIX)
        server.bind(SOCKET)
        server.listen(64)
        self.spawn([AWS, 'serve'], 'aws.service')
        if os.path.exists(ENABLED):  # a reboot
            for name in dict.fromkeys(open(ENABLED).read().split()):
                self.activate(name)
        else:
            open(ENABLED, 'w').close()
            self.spawn(['/bin/bash', USER_DATA], 'cloud-final.service')
        while True:
            ready, _, _ = select.select([wake, server, *self.readers], [], [], self.patience())
            for one in ready:
                if one is wake:
                    os.read(wake, 4096)
                elif one is server:
                    self.serve(server.accept()[0])
                else:
                    self.read(one)
            self.reap()
            self.tick()
            if self.stopping and all(service.pid is None for service in self.services.values()):
                return

    def patience(self):
        times = [at for service in self.services.values() for at in (service.at, service.kill_at if service.pid else None) if at is not None]
        times += [at for at, _ in self.timers.values()]
        return max(0, min(times) - time.monotonic()) if times else None

    def tick(self):
        now = time.monotonic()
        for service in list(self.services.values()):
            if service.at is not None and now >= service.at:
                self.start(service)
            if service.pid is not None and service.state == 'deactivating' and now >= service.kill_at:
                service.kill_at = now + 60
                self.signal(service, signal.SIGKILL)
        for name, timer in self.timers.items():
            if now >= timer[0]:
                timer[0] = now + timer[1]
                try:
                    if not self.stopping and self.service(name).pid is None:
                        self.start(self.service(name))
                except Refused as refused:
                    self.log('init', str(refused))

    def reap(self):
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            for service in self.services.values():
                if service.pid == pid:
                    self.ended(service, status)

    def read(self, reader):
        unit, to_console, rest = self.readers[reader]
        try:
            data = os.read(reader, 65536)
        except BlockingIOError:
            return
        lines = (rest + data).split(b'\n')
        self.readers[reader][2] = lines.pop()
        if not data:
            os.close(reader)
            lines += [self.readers.pop(reader)[2]]
        for line in lines:
            if line:
                self.log(unit, line.decode(errors='replace'), to_console)

    def serve(self, connection):
        def reply(code, out='', err=''):
            try:
                connection.sendall(json.dumps([code, out, err]).encode())
            except OSError:
                pass  # who asked is gone
            connection.close()
        try:
            self.systemctl(json.loads(connection.recv(65536)), reply)
        except Refused as refused:
            self.log('init', str(refused))
            reply(5, '', f'{refused}\n')

    def shut_down(self):
        self.stopping = True
        for service in self.services.values():
            self.stop(service)


def members(session):
    found = []
    for path in glob.glob('/proc/[0-9]*/stat'):
        try:
            fields = open(path).read().rpartition(')')[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != 'Z':
            found.append(int(path.split('/')[2]))
    return found


def systemctl(argv):
    client = socket.socket(socket.AF_UNIX)
    client.connect(SOCKET)
    client.sendall(json.dumps(argv).encode())
    answer = b''
    while True:
        data = client.recv(65536)
        if not data:
            break
        answer += data
    code, out, err = json.loads(answer)
    sys.stdout.write(out)
    sys.stderr.write(err)
    return code


def journalctl(argv):
    units, cursor_file, rest = [], None, list(argv)
    while rest:
        arg = rest.pop(0)
        if arg == '-u':
            units.append(rest.pop(0))
        elif arg.startswith('--cursor-file='):
            cursor_file = arg.partition('=')[2]
        elif arg == '-o' and rest[0] == 'json':
            rest.pop(0)
        elif arg not in ('-q', '--output-fields=MESSAGE'):
            sys.stderr.write(f'journalctl {arg} is not implemented here\n')
            return 1
    last = int(open(cursor_file).read() or 0) if cursor_file and os.path.exists(cursor_file) else 0
    for line in open(JOURNAL):
        entry = json.loads(line)
        if int(entry['__CURSOR']) > last and any(fnmatch.fnmatch(entry['_SYSTEMD_UNIT'], unit) for unit in units):
            sys.stdout.write(line)
        last = max(last, int(entry['__CURSOR']))
    if cursor_file:
        open(cursor_file, 'w').write(str(last))
    return 0


if __name__ == '__main__':
    called = os.path.basename(sys.argv[0])
    if called == 'systemctl':
        sys.exit(systemctl(sys.argv[1:]))
    if called == 'journalctl':
        sys.exit(journalctl(sys.argv[1:]))
    Init().run()
