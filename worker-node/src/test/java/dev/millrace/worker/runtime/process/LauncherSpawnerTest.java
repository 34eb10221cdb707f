package dev.millrace.worker.runtime.process;

class LauncherSpawnerTest extends SpawnerContract {
    private final Spawner spawner = new LauncherSpawner();

    @Override
    Spawner spawner() {
        return spawner;
    }
}
