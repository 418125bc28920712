// SPDX-License-Identifier: Apache-2.0

//go:build tools

// Package tools names what tools/setup-tests builds from this module: the API server of Kubernetes,
// of a version that Debian's Go can build.
package tools

import _ "k8s.io/kubernetes/cmd/kube-apiserver"
