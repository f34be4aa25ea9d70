from tests.benchmarks.command import main

raise SystemExit(main())
