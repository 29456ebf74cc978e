import { prepare } from './prepare.mjs';

await prepare({ build: true });
process.setSourceMapsEnabled(true);
// In this very process: signals reach the app with nobody between who would have to pass them on.
await import('../dist/src/main.js');
