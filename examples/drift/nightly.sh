#!/bin/sh
# Exit code 0: all is as declared. 2: something is due, and the report says what. 1: there is no plan.
terraform=${TERRAFORM_BINARY_NAME:-terraform}
"$terraform" plan -detailed-exitcode -input=false -no-color -lock=false -out=drift.tfplan > drift.log 2>&1
code=$?
case $code in
0) echo "As declared." ;;
2) "$terraform" show -json drift.tfplan | npx dms-lifecycle report ;;
*) cat drift.log ;;
esac
exit $code
