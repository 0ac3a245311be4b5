/** What `clientProperties()` says of how clients behave, as a user has it in a file. A unit test holds it against the library, of which the local cluster knows nothing. */
export const BEHAVIOUR = {
  java: {
    'connections.max.idle.ms': '300000',
    'request.timeout.ms': '10000',
    'socket.connection.setup.timeout.ms': '5000',
    'socket.connection.setup.timeout.max.ms': '5000',
    'metadata.recovery.strategy': 'rebootstrap',
  },
  librdkafka: {
    'connections.max.idle.ms': '300000',
    'socket.timeout.ms': '10000',
    'socket.connection.setup.timeout.ms': '5000',
  },
};
