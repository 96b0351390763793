import fc from 'fast-check';

/** The same cases in each run: whether a missing guard is noticed is a property of the test, and no matter of chance. */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 20_261_128 });
