/**
 * The order in which a deployment restarts nodes with a changed launch template, and creates new ones. Controllers always come
 * first, one by one.
 */
export class KafkaRollout {
  /**
   * Brokers restart one after another, by their ids. Choose this unless it takes too long: a wrong change stops one broker only.
   */
  public static oneByOne(): KafkaRollout {
    return new KafkaRollout(false);
  }

  /**
   * All brokers of a zone restart at once, zone after zone, so the time depends on the number of zones. A wrong change stops all
   * brokers of one zone. Clients then go on with the copies in the other zones, and no other broker may fail meanwhile.
   *
   * It needs brokers in three zones, at most one copy of a partition in each zone, and dedicated controllers. A broker looks at
   * the cluster before it stops. If another broker of its zone has a copy of one of its partitions, or if a partition can't do
   * without a copy, the broker waits until the brokers of its zone that stop before it are back. Then brokers of a zone take
   * turns, and all turns have to fit into the hour that CloudFormation waits. "Roll by zone" in docs/operations.md says how many
   * turns fit, and how to change over.
   *
   * It costs nothing.
   */
  public static byZone(): KafkaRollout {
    return new KafkaRollout(true);
  }

  private constructor(
    /** @internal */
    public readonly _isByZone: boolean,
  ) {}
}
