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
   * All brokers of a zone are taken at once, zone after zone, so that the time follows from the number of zones. A change that is
   * wrong stops all brokers of one zone: clients go on, with the copies in the other zones, and no other broker may fail
   * meanwhile.
   *
   * It needs brokers in three zones, at most one copy of a partition in each, and controllers of their own. A broker looks at the
   * cluster before it stops. If it has a partition of which another broker of its zone has a copy too, or of which no copy can be
   * missing, it waits until the others of its zone that stop before it are back. So many of them take turns, and the turns have
   * to fit into the hour that CloudFormation waits: see "Roll by zone" in docs/operations.md, also for how to change over.
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
