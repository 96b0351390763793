import fc from 'fast-check';

/** At a desk property tests draw other cases in each run; a run that nobody watches tries the same ones, so that its outcome says something of the change. */
if (process.env.CI === 'true') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 20_261_128 });
