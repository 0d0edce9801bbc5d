/** A complete small lesson, for teachers to start from. docs/guide/lessons.md shows it too. */
export const exampleLesson = `---
lesson: 1
title: Twice as long
question: Does a longer run help every skill?
minutes: 2
experiment:
  train: [rev, sort]
  watch: [general]
  steps: 60
---

## The experiment

Two skills train here: _reverse_ and _sort_. A third, general text, is only measured.

## Guess

\`\`\`step
ask: How much of the loss of reverse goes away in the second half?
choices:
  - Less than a fifth: loss('rev') > 0.8 * half
  - More: loss('rev') <= 0.8 * half
\`\`\`

## Train the first half

Train to step 30.

\`\`\`step
train: 30
keep:
  half: loss('rev')
\`\`\`

## Train the rest

Halfway, the loss of _reverse_ is {half} nats.

\`\`\`step
train: end
\`\`\`

## The answer

At the end it is {loss('rev')} nats, and {exact('rev')} of the answers are right.

\`\`\`step
answer: true
\`\`\`
`;
