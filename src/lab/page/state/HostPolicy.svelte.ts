/**
 * What the Content-Security-Policy of the page's host refuses the lab. The page has a policy of its
 * own, which allows all that the lab uses, so a refusal of it is the host's.
 */
import { InputError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';

/** The part of a SecurityPolicyViolationEvent that is used. */
export type Violation = Pick<
	SecurityPolicyViolationEvent,
	'effectiveDirective' | 'blockedURI' | 'disposition'
>;
interface Refusal {
	readonly directive: string;
	/** `blob`, `wasm-eval`, `data`, `inline`, `trusted-types…`, or an address. */
	readonly blocked: string;
}

/** Without these the lab cannot open. */
const isVital = ({ directive }: Refusal): boolean => !/^(img|style|font|media)-/.test(directive);

/** Null: the refusal is of the page's own policy, or of no consequence. */
export function hostRefusal(violation: Violation, origin: string): Refusal | null {
	const { effectiveDirective: directive, blockedURI, disposition } = violation;
	if (disposition !== 'enforce') return null;
	// The page's own policy refuses other scripts in the page, and addresses of other origins.
	const isOwn =
		/^(blob|data|wasm-eval|trusted-types)/.test(blockedURI) ||
		blockedURI.startsWith(`${origin}/`) ||
		(blockedURI === 'inline' && directive === 'style-src-attr');
	return isOwn ? { directive, blocked: blockedURI } : null;
}

/** The value of a directive in the page's own policy, or of the directive that replaces it. */
export function neededValue(policy: string, directive: string): string {
	const values = new Map(
		policy.split(';').map((part) => {
			const [name, ...value] = part.trim().split(/\s+/);
			return [name, value.filter((source) => !source.startsWith("'sha256-")).join(' ')];
		}),
	);
	const names = [directive, directive.replace(/-(elem|attr)$/, ''), 'default-src'];
	return values.get(names.find((name) => values.has(name)) ?? '') ?? '';
}

export class HostPolicy {
	/** One of each directive, in their order. */
	refusals: readonly Refusal[] = $state.raw([]);

	note(violation: Violation, origin = location.origin): void {
		const refusal = hostRefusal(violation, origin);
		if (!refusal || this.refusals.some(({ directive }) => directive === refusal.directive)) return;
		this.refusals = [...this.refusals, refusal];
	}
	/** Why the lab cannot open; null: not because of the policy. */
	get error(): InputError | null {
		const refusal = this.refusals.find(isVital);
		return refusal ? refusalError(refusal) : null;
	}
}

export function refusalError({ directive, blocked }: Refusal): InputError {
	const meta = document.querySelector<HTMLMetaElement>('meta[http-equiv=Content-Security-Policy]');
	const needed = neededValue(meta?.content ?? '', directive);
	const [word = ''] = /^(blob|data|wasm|inline|trusted)/.exec(blocked) ?? [];
	const kind = word === 'trusted' ? 'scripts' : word;
	return new InputError(
		say(
			'The host of this page refuses a part of the lab. Its Content-Security-Policy ({directive}) does not allow {kind, select, blob {a worker or picture from a blob: address} data {pictures from data: addresses} wasm {WebAssembly} inline {computed styles} scripts {scripts that the page makes} other {{blocked}}}. Whoever runs the host must allow: {directive} {needed}',
			{ directive, kind, blocked, needed },
		),
	);
}

/** Of this page. */
export const hostPolicy = new HostPolicy();
