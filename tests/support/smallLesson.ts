/** A lesson for tests of the parser and of the checks: its lines are counted there. */
export const smallLesson = `---
lesson: 1
title: Twice as long
question: Does a longer run help every skill?
minutes: 2
experiment:
  train: [reversing, sorting]
  watch: [stories]
  steps: 60
curve: loss('reversing')
---

## The experiment

Two skills train here: _reversing_ and _sorting_. A third, stories, is only measured.

## Guess

\`\`\`step
ask: How much of the loss of reversing goes away in the second half?
choices:
  - Less than a fifth: { op: '>', value: half, times: 0.8 }
  - More: { op: <=, value: half, times: 0.8 }
\`\`\`

## Train the first half

Train to step 30.

\`\`\`step
train: 30
keep:
  half: loss('reversing')
\`\`\`

## Train the rest

Halfway, the loss of _reversing_ is {half} nats.

\`\`\`step
train: end
\`\`\`

## The answer

At the end it is {loss('reversing')} nats, and {exact('reversing')} of the answers are right.

\`\`\`step
answer: true
\`\`\`
`;
