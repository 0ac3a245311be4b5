// The reader of contracts as it was when contracts had no other version than 1.0 (commit 2d02ace): src/model/service-contract.ts, bundled by esbuild and never
// changed. Consumers keep it until they update; contract-versions.test.ts hands it what is written today.
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
  mod
));
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

var entry_exports = {};
__export(entry_exports, {
  KafkaServiceContract: () => KafkaServiceContract
});
module.exports = __toCommonJS(entry_exports);

// src/model/service-contract.ts
var import_fs = require("fs");
var import_aws_cdk_lib5 = require("aws-cdk-lib");
var ssm = __toESM(require("aws-cdk-lib/aws-ssm"));

// src/model/advertised-host.ts
var import_aws_cdk_lib2 = require("aws-cdk-lib");

// src/private/dns-names.ts
var BROKER_ID = "{brokerId}";
var ZONE_ID = "{zoneId}";
var LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
function hostNameProblem(name) {
  const labels = name.split(".");
  if (name === "") {
    return "is empty";
  }
  if (/[A-Z]/.test(name)) {
    return "has capital letters; Route 53 keeps names in lower case, write it so";
  }
  if (/^[0-9.]+$/.test(name) || name.includes(":")) {
    return "is an address; clients are told a DNS name, which each VPC resolves to its own endpoint";
  }
  if (name === "localhost" || name.endsWith(".localhost")) {
    return "is the client itself";
  }
  if (labels.length < 2) {
    return 'has a single label, which clients complete with their search domains; give a full name such as "kafka.pay.example.com"';
  }
  if (name.length > 253) {
    return `is ${name.length} characters long, a DNS name has 253 at most`;
  }
  const bad = labels.filter((label) => !LABEL.test(label));
  if (bad.length > 0) {
    return `has a label that is no DNS label: ${JSON.stringify(bad[0])} (1 to 63 of a-z, 0-9 and "-", no "-" at either end)`;
  }
  return void 0;
}
function suffixOf(name) {
  return name.slice(name.indexOf(".") + 1);
}
function zoneIdProblem(zoneId) {
  return /^[a-z0-9]+(-[a-z0-9]+)*-az[0-9]+$/.test(zoneId) ? void 0 : 'is no availability zone id such as "use1-az1" (a zone name such as "us-east-1a" means another zone in another account)';
}
var SIDES = {
  north: "n",
  south: "s",
  east: "e",
  west: "w",
  central: "c",
  northeast: "ne",
  northwest: "nw",
  southeast: "se",
  southwest: "sw"
};
function zoneIdPrefix(region) {
  const [, area, side, number] = /^([a-z]{2})-([a-z]+)-([0-9])$/.exec(region) ?? [];
  return side !== void 0 && SIDES[side] ? `${area}${SIDES[side]}${number}-` : void 0;
}
function placeholderOf(pattern) {
  return [BROKER_ID, ZONE_ID].find((placeholder) => pattern.includes(placeholder));
}
function hostPatternProblem(pattern, placeholder) {
  const parts = placeholder ? pattern.split(placeholder) : [pattern];
  if (placeholder && (parts.length !== 2 || parts[0].includes("."))) {
    return `must have ${placeholder} once, in its first label, for example "b${placeholder}.kafka.pay.example.com"`;
  }
  if (/[{}]/.test(parts.join(""))) {
    return placeholder ? `has a brace that does not belong to ${placeholder}` : `has a placeholder; use AdvertisedHost.perBroker() for ${BROKER_ID} or AdvertisedHost.perZone() for ${ZONE_ID}`;
  }
  if (placeholder && suffixOf(pattern).split(".").length < 2) {
    return "needs at least two labels after the first one: they are the name of a hosted zone";
  }
  return hostNameProblem(parts.join(placeholder === ZONE_ID ? "usw2-lax1-az1" : "998"));
}

// src/private/validation.ts
var import_aws_cdk_lib = require("aws-cdk-lib");
var Problems = class {
  /** @param where what is being checked, in the user's terms: a construct's path or a value such as `listener CLIENT` */
  constructor(where) {
    this.where = where;
  }
  where;
  found = [];
  add(rule, message) {
    this.found.push(`${rule}: ${message}`);
  }
  /** Every problem that was added, for `node.addValidation`, which throws them itself. */
  list() {
    return [...this.found];
  }
  /** Throws one error with every problem that was added. */
  throwIfAny() {
    if (this.found.length === 0) {
      return;
    }
    throw new Error(this.found.length === 1 ? `${this.where}: ${this.found[0]}` : [`${this.where}: ${this.found.length} problems`, ...this.found.map((problem) => `  - ${problem}`)].join("\n"));
  }
};
function fail(where, rule, message) {
  throw new Error(`${where}: ${rule}: ${message}`);
}
function quote(value) {
  if (import_aws_cdk_lib.Token.isUnresolved(value)) {
    return "a token";
  }
  return typeof value === "number" ? String(value) : JSON.stringify(value) ?? String(value);
}
function isIntegerIn(value, from, to) {
  return Number.isInteger(value) && value >= from && value <= to;
}
function duplicates(values) {
  return [...new Set(values.filter((value, i) => values.indexOf(value) !== i))];
}

// src/model/advertised-host.ts
var AdvertisedHost = class _AdvertisedHost {
  constructor(pattern, placeholder) {
    this.placeholder = placeholder;
    const problem = import_aws_cdk_lib2.Token.isUnresolved(pattern) ? "is a token; it stands in server.properties and in certificates before anything is deployed, so give a literal" : hostPatternProblem(pattern, placeholder);
    if (problem) {
      fail(`advertised host ${quote(pattern)}`, "AdvertisedHost.dnsName", problem);
    }
    this.pattern = pattern;
    this.bootstrapHost = placeholder ? suffixOf(pattern) : pattern;
  }
  placeholder;
  /**
   * One name for all brokers, which differ by port. One name in the certificate, nothing to add when a broker is added.
   *
   * @param host a DNS name of at least two labels, for example `kafka.pay.example.com`; its hosted zone has this very name
   */
  static shared(host) {
    return new _AdvertisedHost(host);
  }
  /**
   * A name for each broker, for clients or certificates that insist on one. All names are served by one wildcard record.
   *
   * @param pattern a DNS name with `{brokerId}` in its first label, for example `b{brokerId}.kafka.pay.example.com`
   */
  static perBroker(pattern) {
    return new _AdvertisedHost(pattern, BROKER_ID);
  }
  /**
   * A name for each availability zone id, so that traffic stays in the broker's zone and cross-zone load balancing can be off.
   * Consumers need an endpoint subnet in every zone that has a broker.
   *
   * @param pattern a DNS name whose first label holds `{zoneId}`, for example `{zoneId}.kafka.pay.example.com`
   */
  static perZone(pattern) {
    return new _AdvertisedHost(pattern, ZONE_ID);
  }
  /**
   * The kind is in the pattern itself.
   * @internal
   */
  static _fromPattern(pattern) {
    return new _AdvertisedHost(pattern, placeholderOf(pattern));
  }
  /** The host, with its placeholder if it has one. */
  pattern;
  /** The host that clients bootstrap from: the shared host, else what follows the first label. Its zone holds every name of the pattern. */
  bootstrapHost;
  /** @internal */
  get _isPerBroker() {
    return this.placeholder === BROKER_ID;
  }
  /** @internal */
  get _isPerZone() {
    return this.placeholder === ZONE_ID;
  }
  /**
   * The host of one broker.
   * @internal
   */
  _hostOf(brokerId, zoneId) {
    const value = this._isPerZone ? zoneId : `${brokerId}`;
    if (value === void 0) {
      fail(`broker ${brokerId}`, "AdvertisedHost.zoneIdMissing", `the host ${quote(this.pattern)} is named by zone, and the broker has no 'zoneId'; give it the id of its zone, for example "use1-az1"`);
    }
    return this.placeholder ? this.pattern.replace(this.placeholder, value) : this.pattern;
  }
};

// src/model/listener-security.ts
var import_aws_cdk_lib4 = require("aws-cdk-lib");

// src/private/pem-source.ts
var import_aws_cdk_lib3 = require("aws-cdk-lib");
var PEM = "PEM";

// src/private/principals.ts
var NODE_PRINCIPAL = " kafka:node";
var BY_COMMON_NAME = String.raw`RULE:^(.+?,)??CN=([^,+\\]+)(,.*)?$/$2/`;
var NODE_MAPPING = `RULE:^.*$/${NODE_PRINCIPAL}/`;

// src/model/listener-security.ts
var KafkaProtocol = /* @__PURE__ */ ((KafkaProtocol2) => {
  KafkaProtocol2["PLAINTEXT"] = "PLAINTEXT";
  KafkaProtocol2["SSL"] = "SSL";
  KafkaProtocol2["SASL_PLAINTEXT"] = "SASL_PLAINTEXT";
  KafkaProtocol2["SASL_SSL"] = "SASL_SSL";
  return KafkaProtocol2;
})(KafkaProtocol || {});
var MAX_SESSION_MS = 60 * 60 * 1e3;

// src/private/port-plan.ts
var SLOT_SIZE = 1e3;
var MAX_PORT = 65535;
var MAX_BROKER_ID = SLOT_SIZE - 2;
var MAX_FIRST_PORT = MAX_PORT - SLOT_SIZE + 1;
function defaultFirstPort(slot) {
  return 2e4 + SLOT_SIZE * slot;
}
function defaultBootstrapPort(firstPort) {
  return firstPort + SLOT_SIZE - 1;
}
function brokerPort(firstPort, brokerId) {
  return firstPort + brokerId;
}
function slotRange(firstPort) {
  return { from: firstPort, to: firstPort + SLOT_SIZE - 1 };
}
function slotsOverlap(firstPort, other) {
  return Math.abs(firstPort - other) < SLOT_SIZE;
}
function isBrokerId(brokerId) {
  return isIntegerIn(brokerId, 0, MAX_BROKER_ID);
}
var MAX_IDLE_MS = 3e5;

// src/private/client-behaviour.ts
var BUFFER_OF_ANOTHER_REGION = 2 ** 20;
var ALWAYS = [
  // Below the 350 seconds after which an endpoint and a load balancer forget a silent connection.
  { java: "connections.max.idle.ms", librdkafka: "connections.max.idle.ms", value: `${MAX_IDLE_MS}` },
  // Where a zone vanishes nobody closes connections. By default clients wait for 30 seconds (Java) or 60 (librdkafka) until they give one up.
  { java: "request.timeout.ms", librdkafka: "socket.timeout.ms", value: "10000" },
  // A name still has the address that is silent. By default Java waits 10 seconds for it and twice as long the next time, librdkafka 30.
  { java: "socket.connection.setup.timeout.ms", librdkafka: "socket.connection.setup.timeout.ms", value: "5000" },
  { java: "socket.connection.setup.timeout.max.ms", value: "5000" },
  // When no broker that it knows answers, a client asks the bootstrap servers anew. Java does so by default from 4.0 on, librdkafka from 2.11 on.
  { java: "metadata.recovery.strategy", value: "rebootstrap" }
];
var FROM_ANOTHER_REGION = [
  // A connection carries one buffer in a round trip, and Java's of 64 KiB is 0.8 MB a second at 80 ms.
  { java: "receive.buffer.bytes", librdkafka: "socket.receive.buffer.bytes", value: `${BUFFER_OF_ANOTHER_REGION}` },
  { java: "send.buffer.bytes", librdkafka: "socket.send.buffer.bytes", value: `${BUFFER_OF_ANOTHER_REGION}` }
];
function clientBehaviour(library, isInAnotherRegion = false) {
  const behaviours = [...ALWAYS, ...isInAnotherRegion ? FROM_ANOTHER_REGION : []];
  return Object.fromEntries(behaviours.flatMap((behaviour) => {
    const key = behaviour[library];
    return key === void 0 ? [] : [[key, behaviour.value]];
  }));
}

// src/private/listener-name.ts
var LISTENER_NAME = /^[A-Z][A-Z0-9_]{0,30}$/;

// src/private/contract-document.ts
var SASL_MECHANISMS = ["SCRAM-SHA-512", "SCRAM-SHA-256", "OAUTHBEARER", "PLAIN", "GSSAPI"];
var CONTRACT_VERSION = "1.0";
var isText = (value) => typeof value === "string" && value !== "";
var isNumber = (value) => typeof value === "number";
var listOf = (check) => (value) => Array.isArray(value) && value.every(check);
var CONTRACT_KEYS = {
  region: [isText, "a region"],
  zoneIds: [listOf(isText), "a list of availability zone ids"],
  brokerIds: [listOf(isNumber), "a list of broker ids"],
  listeners: [(value) => Array.isArray(value) && value.length > 0, "a list of at least one listener"]
};
var LISTENER_KEYS = {
  name: [isText, "a name"],
  protocol: [isText, "a security protocol"],
  saslMechanisms: [listOf(isText), "a list of SASL mechanisms"],
  host: [isText, "a host name"],
  firstPort: [isNumber, "a port"],
  bootstrapPort: [isNumber, "a port"]
};
function parseContract(json, where, protocols) {
  const problems = new Problems(where);
  const document = parseObject(json.replace(/^\uFEFF/, ""), problems);
  problems.throwIfAny();
  checkVersion(problems, document);
  problems.throwIfAny();
  checkKeys(problems, document, CONTRACT_KEYS, "the contract");
  if (Array.isArray(document.listeners)) {
    document.listeners.forEach((listener, i) => checkKeys(problems, listener ?? {}, LISTENER_KEYS, `listener ${listener?.name ? quote(listener.name) : `number ${i + 1}`}`));
  }
  problems.throwIfAny();
  checkConsistency(problems, document, protocols);
  problems.throwIfAny();
  return document;
}
function regionProblem(region) {
  return /^[a-z]+(-[a-z]+)+-[0-9]+$/.test(region) ? void 0 : 'is no region such as "eu-west-1"';
}
function regionOfService(serviceName) {
  return /^(?:[a-z0-9-]+\.)+vpce\.([a-z0-9-]+)\.vpce-svc-[0-9a-f]+$/.exec(serviceName)?.[1];
}
function serviceNameProblem(serviceName, region) {
  const own = regionOfService(serviceName);
  if (own === void 0) {
    return `${quote(serviceName)} is no endpoint service name such as "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0"`;
  }
  return region !== void 0 && own !== region ? `${quote(serviceName)} is a service of ${own}, but the contract's region is ${quote(region)}` : void 0;
}
function parseObject(json, problems) {
  try {
    const document = JSON.parse(json);
    if (typeof document === "object" && document !== null && !Array.isArray(document)) {
      return document;
    }
    problems.add("KafkaServiceContract.json", typeof document === "string" ? 'is a JSON string with the contract in it; save the value itself, for example by "aws \u2026 --output text" or "jq -r"' : `must be a JSON object as in the provider's output, got ${quote(json.slice(0, 40))}`);
  } catch (error) {
    problems.add("KafkaServiceContract.json", `is no JSON, perhaps cut off (${json.length} characters): ${error.message}`);
  }
  return void 0;
}
function checkVersion(problems, document) {
  const problem = versionProblem(document.version);
  if (problem) {
    problems.add("KafkaServiceContract.version", problem);
  }
}
function versionProblem(version) {
  if (version === void 0) {
    return `has no 'version', so it is no contract; save the value of the provider's output alone, without the file of "cdk deploy --outputs-file" around it`;
  }
  const major = typeof version === "string" ? /^(\d+)\.\d+$/.exec(version)?.[1] : void 0;
  if (major === void 0) {
    return `has version ${quote(version)}, a version is a string of two numbers such as ${quote(CONTRACT_VERSION)}; save the provider's output as it is`;
  }
  const known = CONTRACT_VERSION.split(".")[0];
  return major === known ? void 0 : `has version ${quote(version)}, this library reads ${known}.x; ${Number(major) > Number(known) ? "update cdk-kafka-privatelink here" : "ask for the provider's current output"}`;
}
function checkKeys(problems, value, keys, owner) {
  for (const [key, [check, kind]] of Object.entries(keys)) {
    if (value[key] === void 0) {
      problems.add("KafkaServiceContract.missingKey", `${owner} has no '${key}' (${kind}); save the provider's output as it is`);
    } else if (!check(value[key])) {
      problems.add("KafkaServiceContract.badKey", `'${key}' of ${owner} must be ${kind}, got ${quote(value[key])}`);
    }
  }
}
function checkConsistency(problems, document, protocols) {
  const contradiction = (message) => problems.add("KafkaServiceContract.contradiction", message);
  const { serviceName, region, zoneIds, brokerIds, brokerZoneIds, listeners } = document;
  const regionIsBad = regionProblem(region);
  if (regionIsBad) {
    contradiction(`'region' ${quote(region)} ${regionIsBad}`);
  }
  const nameProblem = serviceName === void 0 ? void 0 : serviceNameProblem(serviceName, regionIsBad ? void 0 : region);
  if (nameProblem) {
    contradiction(`'serviceName' ${nameProblem}`);
  }
  for (const zoneId of zoneIds) {
    const problem2 = zoneIdProblem(zoneId);
    if (problem2) {
      contradiction(`'zoneIds' has ${quote(zoneId)}, which ${problem2}`);
    }
  }
  for (const zoneId of duplicates(zoneIds)) {
    contradiction(`'zoneIds' has ${quote(zoneId)} more than once`);
  }
  const prefix = zoneIdPrefix(region);
  for (const zoneId of prefix === void 0 ? [] : zoneIds.filter((id) => !zoneIdProblem(id) && !id.startsWith(prefix))) {
    contradiction(`'zoneIds' has ${quote(zoneId)}, which is no zone of ${quote(region)}: ids of its zones begin with ${quote(prefix)}`);
  }
  if (brokerIds.length === 0) {
    contradiction("'brokerIds' is empty, and there is no Kafka without brokers");
  }
  for (const brokerId of brokerIds.filter((id) => !isBrokerId(id))) {
    contradiction(`'brokerIds' has ${quote(brokerId)}, ids are integers from 0 to ${MAX_BROKER_ID}`);
  }
  for (const brokerId of duplicates(brokerIds)) {
    contradiction(`'brokerIds' has ${brokerId} more than once`);
  }
  for (const name of duplicates(listeners.map((listener) => listener.name))) {
    contradiction(`two listeners are named ${quote(name)}`);
  }
  listeners.forEach((listener, i) => {
    const named = `listener ${quote(listener.name)}`;
    if (!LISTENER_NAME.test(listener.name)) {
      contradiction(`${named} has a name that is no Kafka listener's; it must match ${LISTENER_NAME.source}`);
    }
    const hostProblem = hostPatternProblem(listener.host, placeholderOf(listener.host));
    if (hostProblem) {
      contradiction(`'host' ${quote(listener.host)} of ${named} ${hostProblem}`);
    }
    if (!protocols.includes(listener.protocol)) {
      contradiction(`'protocol' ${quote(listener.protocol)} of ${named} is none of ${protocols.join(", ")}`);
    } else if (listener.protocol.startsWith("SASL_") !== listener.saslMechanisms.length > 0) {
      contradiction(`${named} has protocol ${listener.protocol} and SASL mechanisms ${quote(listener.saslMechanisms)}: one says SASL and the other does not`);
    }
    for (const mechanism of duplicates(listener.saslMechanisms)) {
      contradiction(`'saslMechanisms' of ${named} has ${quote(mechanism)} more than once`);
    }
    for (const mechanism of listener.saslMechanisms.filter((name) => !SASL_MECHANISMS.includes(name))) {
      contradiction(`'saslMechanisms' of ${named} has ${quote(mechanism)}, which is none of ${SASL_MECHANISMS.join(", ")}`);
    }
    if (listener.clientCertificate === true && listener.protocol.endsWith("PLAINTEXT")) {
      contradiction(`${named} has protocol ${listener.protocol} and asks for a client certificate, which takes TLS`);
    }
    if (![void 0, true, false].includes(listener.clientCertificate)) {
      contradiction(`'clientCertificate' of ${named} must be true or false, got ${quote(listener.clientCertificate)}`);
    }
    if (![void 0, PEM].includes(listener.truststoreType)) {
      contradiction(`'truststoreType' of ${named} must be ${quote(PEM)}, got ${quote(listener.truststoreType)}`);
    } else if (listener.truststoreType && listener.protocol.endsWith("PLAINTEXT")) {
      contradiction(`${named} has protocol ${listener.protocol} and a 'truststoreType', which takes TLS`);
    }
    const slot = slotRange(listener.firstPort);
    if (!isIntegerIn(listener.firstPort, 1, MAX_FIRST_PORT)) {
      contradiction(`'firstPort' ${quote(listener.firstPort)} of ${named} is not an integer from 1 to ${MAX_FIRST_PORT}`);
    } else if (!isIntegerIn(listener.bootstrapPort, slot.from, slot.to)) {
      contradiction(`'bootstrapPort' ${quote(listener.bootstrapPort)} of ${named} is not in its slot, ${slot.from} to ${slot.to}`);
    } else if (brokerIds.includes(listener.bootstrapPort - listener.firstPort)) {
      contradiction(`'bootstrapPort' ${listener.bootstrapPort} of ${named} is the port of broker ${listener.bootstrapPort - listener.firstPort}`);
    }
    for (const other of listeners.slice(0, i).filter((earlier) => slotsOverlap(earlier.firstPort, listener.firstPort))) {
      contradiction(`the ports of ${named} (${slot.from} to ${slot.to}) overlap those of listener ${quote(other.name)}`);
    }
  });
  const byZone = listeners.some((listener) => placeholderOf(listener.host) === ZONE_ID);
  const problem = brokerZoneIds === void 0 && !byZone ? void 0 : brokerZoneIdsProblem(document, byZone);
  if (problem) {
    contradiction(`'brokerZoneIds' ${problem}`);
  }
}
function brokerZoneIdsProblem({ brokerZoneIds, brokerIds, zoneIds }, byZone) {
  const found = Array.isArray(brokerZoneIds) ? `it has ${brokerZoneIds.length}, and there are ${brokerIds.length} brokers` : `got ${quote(brokerZoneIds)}`;
  if (!listOf(isText)(brokerZoneIds) || brokerZoneIds.length !== brokerIds.length) {
    return `must have the zone id of each of 'brokerIds', in their order${byZone ? ", since a host is named by zone" : ""}; ${found}`;
  }
  const foreign = brokerZoneIds.filter((id) => !zoneIds.includes(id));
  return foreign.length > 0 ? `has ${foreign.map(quote).join(", ")}, which is not in 'zoneIds'` : void 0;
}

// src/model/service-contract.ts
var PENDING = {
  version: CONTRACT_VERSION,
  zoneIds: ["pending-az1"],
  brokerIds: [0],
  listeners: [pendingListener("PENDING")]
};
var ContractListener = class _ContractListener {
  /** @param brokerZoneIds the zone of each broker; undefined while the brokers are not known */
  constructor(document, region, brokerZoneIds) {
    this.region = region;
    this.brokerZoneIds = brokerZoneIds;
    this.name = document.name;
    this.protocol = document.protocol;
    this.saslMechanisms = [...document.saslMechanisms];
    this.needsClientCertificate = document.clientCertificate ?? false;
    this.truststoreType = document.truststoreType;
    this.advertisedHost = AdvertisedHost._fromPattern(document.host);
    this.firstPort = document.firstPort;
    this.bootstrapServers = `${this.advertisedHost.bootstrapHost}:${document.bootstrapPort}`;
  }
  region;
  brokerZoneIds;
  /** @internal */
  static _of(document, region, brokerZoneIds) {
    return new _ContractListener(document, region, brokerZoneIds);
  }
  /** The Kafka listener's name. */
  name;
  /** The protocol that clients configure as `security.protocol`. */
  protocol;
  /** The SASL mechanisms that clients may choose from; empty where the protocol is without SASL. */
  saslMechanisms;
  /** Whether clients must show a certificate. */
  needsClientCertificate;
  /**
   * The form in which clients are given the authorities of the brokers' certificate, as in `ssl.truststore.type`: `PEM`. The authorities themselves come
   * from the Kafka team.
   *
   * @default - none: without TLS there is nobody to verify, and a load balancer's certificate is of a public authority, unless a private one signed it
   */
  truststoreType;
  /** The host name that brokers advertise. */
  advertisedHost;
  /** The port of broker 0, the first of the slot's 1000. */
  firstPort;
  /** `host:port` to start from, for `bootstrap.servers`. */
  bootstrapServers;
  /**
   * `host:port` that a broker advertises on this listener.
   *
   * @param brokerId a broker of the contract
   */
  addressOf(brokerId) {
    if (this.brokerZoneIds && !this.brokerZoneIds.has(brokerId)) {
      fail(`listener ${this.name}`, "KafkaServiceContract.unknownBroker", `the contract has no broker ${quote(brokerId)}, its brokers are ${[...this.brokerZoneIds.keys()].join(", ")}`);
    }
    return `${this.advertisedHost._hostOf(brokerId, this.brokerZoneIds?.get(brokerId))}:${brokerPort(this.firstPort, brokerId)}`;
  }
  /**
   * What a client of this listener configures, without secrets.
   *
   * What is the client's own comes beside it: its certificate, user and password, or token, as `docs/security.md` shows.
   *
   * It has the times by which the local cluster's clients get through the loss of a zone: a connection that went silent is given up after 10 seconds, one
   * that nobody answers after 5. `connections.max.idle.ms` is below the 350 seconds after which an endpoint and a load balancer forget a silent connection.
   * `docs/performance.md` has the reason of each.
   *
   * @param options which library the properties are for, where the authorities are that the client trusts, how it logs in, and where it runs
   */
  clientProperties(options = {}) {
    return {
      "bootstrap.servers": this.bootstrapServers,
      "security.protocol": this.protocol,
      // Both have it by default. Written out, it isn't lost to a default of somebody else's.
      ...this.protocol.endsWith("SSL") ? { "ssl.endpoint.identification.algorithm": "https" } : {},
      ...this.truststoreProperties(options),
      ...this.mechanismProperties(options),
      ...this.placeProperties(options),
      ...clientBehaviour(options.clientLibrary === "LIBRDKAFKA" /* LIBRDKAFKA */ ? "librdkafka" : "java", this.isAnotherRegion(options))
    };
  }
  placeProperties({ zoneId }) {
    const problem = zoneId === void 0 || import_aws_cdk_lib5.Token.isUnresolved(zoneId) ? void 0 : zoneIdProblem(zoneId);
    if (problem) {
      fail(`listener ${this.name}`, "KafkaServiceContract.clientZoneId", `'zoneId' is ${quote(zoneId)}, which ${problem}; give the id of the client's zone, or leave it out`);
    }
    return zoneId === void 0 ? {} : { "client.rack": zoneId };
  }
  /** A region that is known only after deployment is taken for the service's; the client's own is a literal. */
  isAnotherRegion({ region }) {
    if (region === void 0) {
      return false;
    }
    const problem = import_aws_cdk_lib5.Token.isUnresolved(region) ? "is known only after deployment" : regionProblem(region);
    if (problem) {
      fail(`listener ${this.name}`, "KafkaServiceContract.clientRegion", `'region' is ${quote(region)}, which ${problem}; give the client's region as a literal, or leave it out`);
    }
    return !import_aws_cdk_lib5.Token.isUnresolved(this.region) && region !== this.region;
  }
  /** Always one where there are some: a client of Java that is told none tries Kerberos. */
  mechanismProperties({ saslMechanism: chosen }) {
    if (chosen !== void 0 && !this.saslMechanisms.includes(chosen)) {
      fail(`listener ${this.name}`, "KafkaServiceContract.saslMechanism", `'saslMechanism' is ${quote(chosen)}, and the listener has ${this.saslMechanisms.join(", ") || "none"}; give one of these, or leave it out`);
    }
    const mechanism = chosen ?? SASL_MECHANISMS.find((name) => this.saslMechanisms.includes(name));
    return mechanism === void 0 ? {} : { "sasl.mechanism": mechanism };
  }
  /**
   * The form stands beside the file and nowhere else: alone it does nothing, and a truststore of the client's own in another form would be refused.
   * librdkafka reads authorities as PEM only. It has no property for the form, and fails at one that it does not know.
   */
  truststoreProperties({ clientLibrary, truststoreLocation: location }) {
    if (location !== void 0 && !this.protocol.endsWith("SSL")) {
      fail(`listener ${this.name}`, "KafkaServiceContract.truststoreLocation", `'truststoreLocation' is ${quote(location)}, and with the protocol ${this.protocol} clients verify nobody; leave it out`);
    }
    if (location === "") {
      fail(`listener ${this.name}`, "KafkaServiceContract.truststoreLocation", "'truststoreLocation' is empty; give the path of a PEM file, or leave it out");
    }
    if (location === void 0) {
      return {};
    }
    return clientLibrary === "LIBRDKAFKA" /* LIBRDKAFKA */ ? { "ssl.ca.location": location } : { "ssl.truststore.type": PEM, "ssl.truststore.location": location };
  }
  /**
   * The ports that a consumer opens.
   * @internal
   */
  get _ports() {
    return slotRange(this.firstPort);
  }
};
var KafkaServiceContract = class _KafkaServiceContract {
  constructor(document, _isPendingLookup = false) {
    this.document = document;
    this._isPendingLookup = _isPendingLookup;
    const brokerZoneIds = new Map(document.brokerIds.map((brokerId, i) => [brokerId, document.brokerZoneIds?.[i]]));
    this.serviceName = document.serviceName;
    this.region = document.region;
    this.zoneIds = [...document.zoneIds];
    this.brokerIds = [...document.brokerIds];
    const zoneIdOf = this._isPendingLookup ? void 0 : brokerZoneIds;
    this.listeners = document.listeners.map((listener) => ContractListener._of(listener, this.region, zoneIdOf));
  }
  document;
  _isPendingLookup;
  /**
   * Reads a contract. Keys that this version does not know are ignored; missing keys, contradictions and another major version are errors.
   *
   * @param json the output of the Kafka stack
   */
  static fromJson(json) {
    return _KafkaServiceContract.parse(json, "contract");
  }
  /**
   * Reads a contract from a file.
   *
   * @param path the file, relative to the working directory of the app
   */
  static fromFile(path) {
    if (!(0, import_fs.existsSync)(path)) {
      fail("contract", "KafkaServiceContract.file", `the file ${quote(path)} does not exist (the working directory is ${process.cwd()}); deploy the Kafka stack and save the value of its contract output there`);
    }
    if (!(0, import_fs.statSync)(path).isFile()) {
      fail("contract", "KafkaServiceContract.file", `${quote(path)} is no file; give the path of the file with the contract`);
    }
    const bytes = (0, import_fs.readFileSync)(path);
    const isUtf16 = bytes[0] === 255 && bytes[1] === 254;
    return _KafkaServiceContract.parse(bytes.toString(isUtf16 ? "utf16le" : "utf8"), `contract file ${path}`);
  }
  /**
   * Reads a contract that `KafkaPrivateLinkService` published as a parameter of the same account and region. The value is looked up once
   * and kept in `cdk.context.json`; `cdk context --reset` fetches it again.
   *
   * @param scope where the lookup belongs to
   * @param parameterName the parameter's name
   */
  static fromParameterLookup(scope, parameterName) {
    const json = ssm.StringParameter.valueFromLookup(scope, parameterName);
    return json === `dummy-value-for-${parameterName}` ? new _KafkaServiceContract({ ...PENDING, region: import_aws_cdk_lib5.Stack.of(scope).region }, true) : _KafkaServiceContract.parse(json, `contract of parameter ${parameterName}`);
  }
  /**
   * The contract of an endpoint service.
   * @internal
   */
  static _of(serviceName, region, clientListeners, brokers) {
    clientListeners.forEach((listener) => brokers.forEach((broker) => listener.hostOf(broker)));
    const zoneIds = brokers.map((broker) => broker.zoneId);
    return new _KafkaServiceContract({
      version: CONTRACT_VERSION,
      serviceName,
      region,
      zoneIds: [...new Set(zoneIds.filter((zoneId) => zoneId !== void 0))].sort(),
      brokerIds: brokers.map((broker) => broker.brokerId),
      ...clientListeners.some((listener) => listener.advertisedHost._isPerZone) ? { brokerZoneIds: zoneIds.map((zoneId) => zoneId) } : {},
      listeners: clientListeners.map((listener) => ({
        name: listener.name,
        protocol: listener.security.clientProtocol,
        saslMechanisms: listener.security._saslMechanisms,
        ...listener.security._needsClientCertificate ? { clientCertificate: true } : {},
        ...listener.security._truststoreType ? { truststoreType: listener.security._truststoreType } : {},
        host: listener.advertisedHost.pattern,
        firstPort: listener.firstPort,
        bootstrapPort: listener.bootstrapPort
      }))
    });
  }
  static parse(json, where) {
    if (import_aws_cdk_lib5.Token.isUnresolved(json)) {
      fail(where, "KafkaServiceContract.token", "is known only after deployment; read a saved copy of it, or within one app hand over the contract object itself");
    }
    return new _KafkaServiceContract(parseContract(json, where, Object.values(KafkaProtocol)));
  }
  /**
   * The name of the endpoint service, for example `com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0`.
   *
   * @default - not in the contract; give it by `withServiceName`
   */
  serviceName;
  /** The region of the endpoint service. */
  region;
  /** The ids of the availability zones that have a broker, as far as they were known at synth. */
  zoneIds;
  /** The `node.id`s of the brokers. */
  brokerIds;
  /** The client listeners of the service. */
  listeners;
  /**
   * One of the contract's listeners.
   *
   * @param name the Kafka listener's name
   */
  listener(name) {
    const found = this.listeners.find((listener) => listener.name === name);
    if (found) {
      return found;
    }
    if (this._isPendingLookup) {
      return ContractListener._of(pendingListener(name), this.region);
    }
    return fail("contract", "KafkaServiceContract.unknownListener", `there is no listener ${quote(name)}, the contract has ${this.listeners.map((listener) => listener.name).join(", ")}`);
  }
  /**
   * The same contract with a service name: a literal, a `CfnParameter`, or what was read from a parameter of the same account and region.
   *
   * @param serviceName the name of the endpoint service
   */
  withServiceName(serviceName) {
    const region = import_aws_cdk_lib5.Token.isUnresolved(this.region) ? void 0 : this.region;
    const problem = import_aws_cdk_lib5.Token.isUnresolved(serviceName) ? void 0 : serviceNameProblem(serviceName, region);
    if (problem) {
      fail("contract", "KafkaServiceContract.serviceName", problem);
    }
    const ofName = region === void 0 && !import_aws_cdk_lib5.Token.isUnresolved(serviceName) ? regionOfService(serviceName) : void 0;
    return new _KafkaServiceContract({ ...this.document, serviceName, region: ofName ?? this.region }, this._isPendingLookup);
  }
  /**
   * The contract as JSON. A service name that is a token survives, so that it can be the value of a `CfnOutput` or a parameter.
   */
  toJson() {
    return JSON.stringify(this.document);
  }
};
function pendingListener(name) {
  const firstPort = defaultFirstPort(0);
  return { name, protocol: "SSL" /* SSL */, saslMechanisms: [], host: "pending.lookup", firstPort, bootstrapPort: defaultBootstrapPort(firstPort) };
}
// Annotate the CommonJS export names for ESM import in node:
0 && (module.exports = {
  KafkaServiceContract
});
