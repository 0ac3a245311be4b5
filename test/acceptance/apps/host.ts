/** The name by which clients reach brokers: apps advertise it, and groups ask for it. */
export const HOST = 'kafka.acceptance.internal';
