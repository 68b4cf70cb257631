from dayroom.project.command import main

main()
