import { expect, it } from 'vitest';
import { HostPolicy, hostRefusal, neededValue } from './HostPolicy.svelte.ts';

const origin = 'https://lab.example';
const violation = (effectiveDirective: string, blockedURI: string) =>
	({ effectiveDirective, blockedURI, disposition: 'enforce' }) as const;

it.each([
	['worker-src', 'blob'],
	['script-src', 'wasm-eval'],
	['connect-src', `${origin}/models/index.json`],
	['style-src-elem', `${origin}/assets/index.css`],
	['style-src-attr', 'inline'],
	['img-src', 'data'],
	['require-trusted-types-for', 'trusted-types-sink'],
])('%s that refuses %s is the policy of the host', (directive, blocked) => {
	expect(hostRefusal(violation(directive, blocked), origin)).toEqual({ directive, blocked });
});

it.each([
	['connect-src', 'https://hub.example/model'],
	['script-src-elem', 'inline'],
	['connect-src', `${origin}.evil.example/`],
])('%s that refuses %s is the page’s own policy', (directive, blocked) => {
	expect(hostRefusal(violation(directive, blocked), origin)).toBeNull();
});

it('a policy that only reports refuses nothing', () => {
	const reported = { ...violation('worker-src', 'blob'), disposition: 'report' } as const;
	expect(hostRefusal(reported, origin)).toBeNull();
});

it('each directive is told once; a picture does not keep the lab from opening', () => {
	const policy = new HostPolicy();
	policy.note(violation('img-src', 'data'), origin);
	policy.note(violation('img-src', 'blob'), origin);
	expect(policy.refusals).toHaveLength(1);
	expect(policy.error).toBeNull();
});

it('what is needed is what the page’s own policy says', () => {
	const policy = [
		"default-src 'self'",
		"script-src 'self' 'wasm-unsafe-eval' 'sha256-abc='",
		"worker-src 'self' blob:",
	].join('; ');
	expect(neededValue(policy, 'worker-src')).toBe("'self' blob:");
	expect(neededValue(policy, 'script-src-elem')).toBe("'self' 'wasm-unsafe-eval'");
	expect(neededValue(policy, 'font-src')).toBe("'self'");
	expect(neededValue('', 'font-src')).toBe('');
});
