package dev.gantry.engine;

import dev.gantry.api.error.EngineException;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// Names of containers: which are allowed, and made-up ones.
final class ContainerNames {
    private static final Pattern ALLOWED = Pattern.compile("/?[a-zA-Z0-9][a-zA-Z0-9_.-]+");

    private static final List<String> MOODS =
            List.of(("able agile amber apt aware balmy bold brave breezy bright brisk calm"
                            + " candid cheery civil clear clever comic cosy crisp curious daring deft dreamy eager earnest easy elated"
                            + " fair fancy fearless fine fleet fluent fond frank free fresh gentle giddy glad gleeful golden good grand"
                            + " happy hardy hearty honest hopeful humble jaunty jolly jovial keen kind lively loyal lucid lucky mellow"
                            + " merry mighty mild modest neat nimble noble patient peppy placid plucky polite prompt proud quick quiet"
                            + " quirky ready robust rosy serene sharp sincere sleek smart snug solid spry steady stoic sturdy sunny"
                            + " sure swift tender thrifty tidy tranquil trusty upbeat vivid warm watchful witty zany zesty")
                    .split(" "));

    private static final List<String> SURNAMES =
            List.of(("abel agnesi ampere archimedes babbage banneker bell bernoulli bohr"
                            + " boole born bose cantor carson cauchy cerf church clarke cori curie dalton darwin descartes dijkstra"
                            + " dirac easley edison einstein erdos euclid euler faraday fermat fermi feynman fibonacci fleming"
                            + " fourier franklin galileo galois gauss germain goodall gosling hamilton hawking heisenberg hertz"
                            + " hilbert hooke hopper hubble hypatia jemison johnson joule kalam kepler khorana knuth kovalevskaya"
                            + " lagrange lamarr lamport laplace lavoisier leavitt leibniz liskov lovelace lumiere maxwell mayer"
                            + " mccarthy meitner mendel mendeleev mirzakhani morse nash neumann newton noether ohm pascal pasteur"
                            + " pauling perlman planck poincare ptolemy pythagoras raman ramanujan rhodes ride ritchie rubin"
                            + " rutherford sagan shannon stallman swartz tesla thompson torvalds turing villani volta watt wiles"
                            + " wilson wozniak wright wu yalow yonath")
                    .split(" "));

    private ContainerNames() {}

    /// The name without its slash.
    ///
    /// @throws EngineException INVALID_PARAMETER when it is none
    static String checked(String name) {
        if (!ALLOWED.matcher(name).matches()) {
            throw EngineException.invalidParameter(
                    "Invalid container name (" + name + "), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
        }
        return name.startsWith("/") ? name.substring(1) : name;
    }

    /// @param attempt from the second on a digit is added
    static String madeUp(RandomGenerator random, int attempt) {
        String name = MOODS.get(random.nextInt(MOODS.size())) + "_" + SURNAMES.get(random.nextInt(SURNAMES.size()));
        return attempt == 0 ? name : name + random.nextInt(10);
    }
}
