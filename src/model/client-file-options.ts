import { ClientPropertiesOptions } from './client-properties-options';

/**
 * Options of `ContractListener.clientFile`.
 */
export interface ClientFileOptions extends ClientPropertiesOptions {
  /**
   * Whether the client's Java or system trusts the brokers' certificate anyway, since a public authority signed it. Then no file
   * of authorities is named.
   *
   * @default false - `truststoreLocation` is needed, except for listeners without TLS and those of a contract without
   * `truststoreType`
   */
  readonly publicAuthority?: boolean;
}
