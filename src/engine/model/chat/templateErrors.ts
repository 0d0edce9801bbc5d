/** What a chat template does wrong while it is rendered. chatTemplate.ts makes errors of these. */
import { englishText, type Message } from '#engine/core/message.ts';

/** The template makes more than any conversation should. */
export class TemplateLimitError extends Error {}

/** The template called raise_exception. */
export class TemplateRefusal extends Error {}

/** The template does what Python does not allow, or what the lab does not compute. */
export class TemplateFault extends Error {
	constructor(readonly statement: Message) {
		super(englishText(statement));
	}
}
