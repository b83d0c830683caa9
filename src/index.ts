/**
 * vk as a library: schemes, signatures and verification, without anything of the command line.
 *
 * @module
 */
export { parseBaseUrl, type BaseUrl } from './core/base-url.js';
export { Secret, type Credential } from './core/credential.js';
export { conclude, type Conclusion, type DiagnosisVerdict } from './core/diagnose/conclude.js';
export type { Cause, Finding } from './core/diagnose/finding.js';
export {
  startSearch,
  type Search,
  type SearchOptions,
  type SearchState,
} from './core/diagnose/search.js';
export type { AxisId, NamedScheme, NamedSecret, Subject } from './core/diagnose/variant.js';
export { VkError, type ErrorCode } from './core/error.js';
export type { Header } from './core/headers.js';
export { decodeDigest, encodeDigest, equalDigests, hmac } from './core/hmac.js';
export type {
  DigestAlgorithm,
  FieldName,
  PartName,
  Provider,
  RequestOption,
  Scheme,
  SignatureEncoding,
  TimestampFormat,
  TimestampRule,
  WebhookDefinition,
} from './core/provider.js';
export { sign, type RequestToSign, type SignedRequest } from './core/sign.js';
export {
  buildStringToSign,
  type Parts,
  type Segment,
  type StringToSign,
} from './core/string-to-sign.js';
export { buildTarget, type Target } from './core/target.js';
export {
  checkFreshness,
  formatTimestamp,
  parseTimestamp,
  type Freshness,
} from './core/timestamp.js';
export {
  verifyWebhook,
  type ReceivedHeaders,
  type VerifyWebhookOptions,
  type WebhookVerdict,
} from './core/verify-webhook.js';
export { webhookHeaders } from './core/webhook.js';
export { verify, type SignatureToVerify, type Verdict, type VerdictReason } from './core/verify.js';
export { influencemart } from './providers/influencemart.js';
export { kamiokash } from './providers/kamiokash.js';
export { payinout } from './providers/payinout.js';
export { findProvider, providers, type ProviderId } from './providers/registry.js';
export { vistarkriya } from './providers/vistarkriya.js';
