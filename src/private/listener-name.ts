/** What a client listener may be named. Kafka turns other names into other keys, some without a word. */
export const LISTENER_NAME = /^[A-Z][A-Z0-9_]{0,30}$/;
