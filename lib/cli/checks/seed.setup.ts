import fc from "fast-check";

/** The same random cases in every run, so that a red run is red again; PARAPET_SEED asks for others. */
fc.configureGlobal({ seed: Number(process.env.PARAPET_SEED) || 20_261_122 });
